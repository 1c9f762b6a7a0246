import { app } from "./app";
import { door } from "./door";
import { invitations } from "./invitations";
import { lobby } from "./lobby";
import { meetings } from "./meetings";

/** All texts in English. Each file's keys begin with its own name, so that two files cannot claim one key. */
export const en = { ...app, ...door, ...invitations, ...lobby, ...meetings } as const;
