const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", '"': "&quot;", "<": "&lt;", ">": "&gt;" };

const attribute = (text: string): string => text.replace(/[&"<>]/g, (sign) => ESCAPES[sign] ?? sign);

/** What another page pastes to show the player. The title comes from the meeting and is escaped. */
export const embedCode = (origin: string, meeting: string, title: string): string =>
  `<iframe src="${attribute(`${origin}/embed/${encodeURIComponent(meeting)}`)}" ` +
  `title="${attribute(title)}" width="640" height="408" allow="autoplay; fullscreen; picture-in-picture"></iframe>`;
