import type { ShownOutside } from "../../api/model";

/** People outside by who they are. A group that has no output here is absent. */
export interface Viewers {
  readonly public: number | undefined;
  readonly press: number | undefined;
}

/** The press is in the gallery, everybody else at the webcast. Null: nobody has counted lately. */
export function viewers({ audience }: ShownOutside): Viewers | null {
  return audience === null ? null : { public: audience.webcast, press: audience.gallery };
}
