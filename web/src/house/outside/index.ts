/** What leaves the house, as the room sees it: who watches, what was dropped, and what each output shows now. */
export { Audience } from "./Audience";
export { DumpList } from "./DumpList";
export { DumpNotices } from "./DumpNotices";
export { FeedDesk } from "./FeedDesk";
export { FeedList } from "./FeedList";
export { LayoutChoice } from "./LayoutChoice";
export { OutsideNow } from "./OutsideNow";
export { delayWords } from "./words";
