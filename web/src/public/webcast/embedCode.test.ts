import { expect, it } from "vitest";
import { embedCode } from "./embedCode";

it("escapes what a meeting is called", () => {
  expect(embedCode("https://live.example", "abc2", 'A "B" & <C>')).toBe(
    '<iframe src="https://live.example/embed/abc2" title="A &quot;B&quot; &amp; &lt;C&gt;" width="640" height="408" ' +
      'allow="autoplay; fullscreen; picture-in-picture"></iframe>',
  );
});
