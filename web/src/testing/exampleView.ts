import type { ShownSeat, View } from "../api/model";

/** A bilateral of two delegations, on record, as its first principal sees it. Tests change what they are about. */

export const NOW = 1_900_000_000_000_000;
const SECOND = 1_000_000;

type SeatChange = Partial<ShownSeat>;

export const exampleSeat = (seat: string, person: string, delegation: string, change: SeatChange = {}): ShownSeat => ({
  seat,
  person,
  form: "",
  title: "",
  role: "delegate",
  role_label: "Delegate",
  delegation,
  speaks: true,
  in_roster: true,
  place: "inside",
  identity: `id-${seat}`,
  present: true,
  publishes: ["camera", "microphone"],
  floor: false,
  held: false,
  muted: false,
  stated_alone: false,
  holds_key: false,
  ...change,
});

const SEATS: readonly ShownSeat[] = [
  exampleSeat("dravic", "Anselka Dravic", "v", { form: "H.E.", title: "President of the Republic", role: "principal" }),
  exampleSeat("verrel", "Tomas Verrel", "v", { title: "Minister for Foreign Affairs" }),
  exampleSeat("sollin", "Petra Sollin", "v", { title: "Chief of Protocol", speaks: false, holds_key: true }),
  exampleSeat("quillane", "Edmar Quillane", "e", { form: "The Rt Hon.", title: "Prime Minister", role: "principal" }),
  exampleSeat("belwyn", "Sorcha Belwyn", "e", { title: "Secretary of State, External Affairs" }),
  exampleSeat("frayne", "Callum Frayne", "e", { title: "Chief of Protocol", speaks: false, holds_key: true }),
];

const ALL_COMMANDS = [
  "close",
  "recess",
  "adjourn",
  "ask",
  "stop",
  "take_up",
  "recognise",
  "admit",
  "hold",
  "release",
  "mute",
  "unmute",
  "remove",
  "renew",
  "lock",
  "unlock",
  "expect_return",
  "ask_floor",
  "yield_floor",
  "state_alone",
] as const;

export const exampleView = (change: Partial<View> = {}): View => ({
  meeting: {
    id: "m",
    title: "Valdoria - Estmere virtual bilateral",
    purpose: "",
    starts: NOW - 600 * SECOND,
    zone: "Europe/Paris",
    coverage: "pooled_press",
    profile: "Diplomatic bilateral",
    closed_label: "restricted talks",
  },
  me: {
    seat: "dravic",
    person: "Anselka Dravic",
    form: "H.E.",
    title: "President of the Republic",
    role: "principal",
    role_label: "Principal",
    delegation: "v",
    access: "speak",
    place: "inside",
    leg: "own",
    holds_key: false,
    held: false,
    muted: false,
    stated_alone: false,
    must_state_alone: true,
    rules_accepted: null,
    publish: ["camera", "microphone", "screen_share"],
  },
  door: {
    state: "on_air",
    phase: "on_record",
    side: "open",
    since: NOW - 260 * SECOND,
    cut: NOW - 261 * SECOND,
    live: NOW - 260 * SECOND,
    rows: [],
    encrypted: false,
    expected: null,
  },
  opening: null,
  chambers: [{ key: "open-1", use: "current", side: "open" }],
  delegations: [
    { id: "v", name: "Republic of Valdoria", kind: "state", colours: ["#1f3f78", "#ffffff", "#e9c25a"] },
    { id: "e", name: "Kingdom of Estmere", kind: "state", colours: ["#2f4f46", "#7d2233", "#efe6cf"] },
  ],
  seats: SEATS,
  floor: { holder: null, since: 0, seconds: 0, waiting: [] },
  agenda: [
    {
      id: "1",
      number: 1,
      open_title: "Opening remarks",
      closed_title: null,
      has_closed_title: false,
      phase: "on_record",
      minutes: 8,
      current: true,
    },
    {
      id: "2",
      number: 2,
      open_title: "Regional matters",
      closed_title: null,
      has_closed_title: true,
      phase: "closed",
      minutes: 32,
      current: false,
    },
    {
      id: "3",
      number: 3,
      open_title: "Joint remarks to the press",
      closed_title: null,
      has_closed_title: false,
      phase: "on_record",
      minutes: 10,
      current: false,
    },
  ],
  steps: [],
  motion: null,
  grounds: [],
  notices: [],
  locked: false,
  outside: null,
  can: Object.fromEntries(ALL_COMMANDS.map((command) => [command, null])),
  next_step: "You are on the record.",
  ...change,
});

/** The same meeting in closed session. */
export const closedView = (change: Partial<View> = {}): View => {
  const open = exampleView();
  return {
    ...open,
    door: { ...open.door, state: "closed", phase: "closed", side: "closed", rows: provenRows() },
    chambers: [{ key: "closed-1", use: "current", side: "closed" }],
    seats: open.seats.map((seat) =>
      seat.speaks ? seat : { ...seat, in_roster: false, place: "outside", identity: null, present: null },
    ),
    ...change,
  };
};

export const provenRows = (): View["door"]["rows"] => [
  { row: "old_chamber_gone", state: "ok", asked: NOW - 260 * SECOND, found: "gone, asked twice", jammed: false },
  { row: "nobody_else", state: "ok", asked: NOW - 260 * SECOND, found: "4 of 4 in", jammed: false },
];
