export const invitations = {
  "invitations.title": "You are invited to a meeting",
  "invitations.once":
    "The link works once, in one browser. Take your seat in the browser and on the device that you will use.",
  "invitations.take": "Take your seat",
  "invitations.taking": "Taking your seat",
  "invitations.no_secret": "The link is not complete",
  "invitations.no_secret_more": "Open the whole link from your invitation; a mail program may have cut it at the end.",
  "invitations.used": "This link has been used or has expired",
  "invitations.used_more":
    "If you used it, go on in that browser. A printed link lasts one hour. If it was not you, tell the secretariat now: they void it and send a new one.",
  "invitations.expired": "This invitation has expired",
  "invitations.expired_more": "Ask the secretariat for a new one. A printed link lasts one hour.",
  "invitations.unknown": "We do not know this invitation",
  "invitations.unknown_more":
    "A newer invitation may have replaced it, or the link was not copied whole. Use the newest mail, or ask the secretariat.",
  "invitations.too_many": "Too many attempts",
  "invitations.too_many_more": "Wait a minute, then press the button again.",
  "invitations.failed": "Your seat was not taken",
  "invitations.again": "Try again",
};
