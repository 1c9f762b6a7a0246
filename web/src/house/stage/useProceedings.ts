import { useEffect, useRef } from "react";
import type { Instant, View } from "../../api/model";
import { t } from "../../i18n";
import { announce } from "../../ui";
import { nameOf, running } from "../floor";

/** Says politely who has the floor, when their time ends, and who came to the door. */
export function useProceedings(view: View, now: Instant): void {
  const { holder } = view.floor;
  const time = running(view.floor, now);
  useChange(holder, () => holder !== null && announce(t("floor.say.has", { name: nameOf(view, holder) })));
  useChange(time?.warn === true, () => time?.warn && announce(t("floor.say.left")));
  useChange(time?.over === true, () => time?.over && announce(t("floor.say.over")));
  const mayAdmit = "admit" in view.can;
  const waiting = mayAdmit ? view.seats.filter((seat) => seat.place === "door").map((seat) => seat.person) : [];
  const known = useRef<readonly string[]>([]);
  const names = waiting.join("\n");
  useEffect(() => {
    const list = names === "" ? [] : names.split("\n");
    for (const name of list) if (!known.current.includes(name)) announce(t("seats.say.door", { name }));
    known.current = list;
  }, [names]);
}

/** Runs `then` when `value` is another than at the last drawing; not for the first. */
function useChange(value: unknown, then: () => void): void {
  const before = useRef(value);
  const run = useRef(then);
  run.current = then;
  useEffect(() => {
    if (before.current !== value) run.current();
    before.current = value;
  }, [value]);
}
