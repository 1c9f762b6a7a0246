import { app } from "./app";
import { door } from "./door";
import { doors } from "./doors";
import { floor } from "./floor";
import { gallery } from "./gallery";
import { invitations } from "./invitations";
import { lobby } from "./lobby";
import { meetings } from "./meetings";
import { office } from "./office";
import { outside } from "./outside";
import { publicPages } from "./public";
import { record } from "./record";
import { seats } from "./seats";
import { stage } from "./stage";

/** All texts in English. Each file's keys begin with its own name, so that two files cannot claim one key. */
export const en = {
  ...app,
  ...door,
  ...doors,
  ...floor,
  ...gallery,
  ...invitations,
  ...lobby,
  ...meetings,
  ...office,
  ...outside,
  ...publicPages,
  ...record,
  ...seats,
  ...stage,
} as const;
