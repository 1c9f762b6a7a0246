export const app = {
  "app.name": "Incamera",
  "app.skip": "Skip to content",
  "app.nothing_here": "There is nothing at this address",
  "app.nothing_here_more": "Open the link of your invitation, or the list of meetings.",
  "app.connecting": "Connecting",
  "app.unreachable": "We cannot reach the server",
  "app.unreachable_more": "Nothing is known until the server answers. This page tries again by itself.",
  "app.not_your_seat": "This browser does not hold this seat",
  "app.not_your_seat_more":
    "A seat opens in the browser in which its invitation was used. Open your invitation here, or ask the secretariat for a new one.",
  "app.error.unreachable": "We cannot reach the server. Nothing was changed. Try again.",
  "app.error.other": "The server refused this ({status}). Nothing was changed.",
  "app.close": "Close",
  "app.cancel": "Cancel",
};
