import type * as Model from "./model";
import type { components } from "./schema";

/**
 * Compiles only while the shapes written by hand in `model.ts` (with words narrowed to what the rules can say) are those of
 * the api's schema: the same fields, and every value allowed there. `npm run types` makes `schema.ts` anew.
 */
type Schemas = components["schemas"];
type SameFields<A, B> = [keyof A] extends [keyof B] ? ([keyof B] extends [keyof A] ? true : false) : false;
type Same<A, B> = [A] extends [B] ? SameFields<A, B> : false;

export interface Conformance {
  readonly meeting: Same<Model.ShownMeeting, Schemas["ShownMeeting"]>;
  readonly me: Same<Model.ShownMe, Schemas["ShownMe"]>;
  readonly row: Same<Model.ShownRow, Schemas["ShownRow"]>;
  readonly door: Same<Model.ShownDoor, Schemas["ShownDoor"]>;
  readonly key: Same<Model.ShownKey, Schemas["ShownKey"]>;
  readonly opening: Same<Model.ShownOpening, Schemas["ShownOpening"]>;
  readonly chamber: Same<Model.ShownChamber, Schemas["ShownChamber"]>;
  readonly delegation: Same<Model.ShownDelegation, Schemas["ShownDelegation"]>;
  readonly seat: Same<Model.ShownSeat, Schemas["ShownSeat"]>;
  readonly waiting: Same<Model.ShownWaiting, Schemas["ShownWaiting"]>;
  readonly floor: Same<Model.ShownFloor, Schemas["ShownFloor"]>;
  readonly item: Same<Model.ShownItem, Schemas["ShownItem"]>;
  readonly step: Same<Model.ShownStep, Schemas["ShownStep"]>;
  readonly motion: Same<Model.ShownMotion, Schemas["ShownMotion"]>;
  readonly ground: Same<Model.ShownGround, Schemas["ShownGround"]>;
  readonly view: Same<Model.View, Schemas["View"]>;
  readonly token: Same<Model.ChamberToken, Schemas["TokenGiven"]>;
  readonly profile: Same<Model.Profile, Schemas["ProfileShown"]>;
  readonly listed: Same<Model.MeetingRow, Schemas["MeetingListed"]>;
  readonly planDelegation: Same<Model.PlanDelegation, Schemas["DelegationSent"]>;
  readonly planSeat: Same<Model.PlanSeat, Schemas["SeatSent"]>;
  readonly planItem: Same<Model.PlanItem, Schemas["ItemSent"]>;
  readonly plan: Same<Model.Plan, Schemas["PlanSent"]>;
  readonly invited: Same<Model.Invited, Schemas["InvitationShown"]>;
  readonly face: Same<Model.PublicFace, Schemas["PublicFace"]>;
  readonly planned: Same<Model.PlannedMeeting, Schemas["MeetingPlanned"]>;
  readonly printed: Same<Model.PrintedLink, Schemas["LinkPrinted"]>;
}

type EachHolds<T extends Record<keyof T, true>> = T;
export type Holds = EachHolds<Conformance>;
