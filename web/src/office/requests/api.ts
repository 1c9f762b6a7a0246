import { call, post } from "../../api/http";
import type { components } from "../../api/schema";
import { office, part } from "../api";

/** Oversight requests, at the desk. All calls throw ApiError. */

type Shapes = components["schemas"];
export type RequestListed = Shapes["RequestListed"];
export type RequestShown = Shapes["RequestShown"];
export type Question = Shapes["QuestionShown"];
export type Piece = Question["evidence"][number];
export type Reply = Shapes["ReplyShown"];
export type RequestSent = Shapes["RequestSent"];
export type RequestAmended = Shapes["RequestAmended"];
export type AnswerDrafted = Shapes["AnswerDrafted"];

const at = (request: string, path = ""): string => office(`requests/${part(request)}${path}`);
const question = (request: string, id: string, path = ""): string => at(request, `/questions/${part(id)}${path}`);

export const getRequests = (): Promise<readonly RequestListed[]> => call(office("requests"));
export const getRequest = (request: string): Promise<RequestShown> => call(at(request));
export const enterRequest = (sent: RequestSent): Promise<{ id: string }> => post(office("requests"), sent);
export const amend = (request: string, sent: RequestAmended): Promise<void> =>
  call(at(request), { method: "PUT", body: sent });
export const askFurther = (request: string, text: string): Promise<unknown> =>
  post(at(request, "/questions"), { text });
export const own = (request: string, { id, seq, text }: Question, owner: string | null): Promise<void> =>
  call(question(request, id), { method: "PUT", body: { seq, text, owner } });
export const draft = (request: string, id: string, sent: AnswerDrafted): Promise<void> =>
  call(question(request, id, "/draft"), { method: "PUT", body: sent });
export const sign = (request: string, { id, seq }: Question, by: string): Promise<void> =>
  post(question(request, id, "/sign"), { by, seq });
export const prepare = (request: string): Promise<void> => post(at(request, "/prepare"));
export const seal = (request: string): Promise<void> => post(at(request, "/seal"));

export const letterAddress = (request: string): string => at(request, "/reply.pdf");
export const bundleAddress = (request: string): string => at(request, "/bundle.zip");
export const documentAddress = (document: string): string => office(`documents/${part(document)}/content`);
