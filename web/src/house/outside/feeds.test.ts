import { describe, expect, it } from "vitest";
import { feedAddress } from "./feedAddress";

describe("feedAddress", () => {
  it.each([
    ["rtmps://in.example.org:443/live2", { scheme: "rtmps", host: "in.example.org", port: 443, path: "live2" }],
    ["RTMP://in.example.org/app/two/", { scheme: "rtmp", host: "in.example.org", port: 1935, path: "app/two" }],
    ["udp://192.0.2.7:5000", { scheme: "udp", host: "192.0.2.7", port: 5000, path: "" }],
    [" tcp://[2001:db8::1]:9000 ", { scheme: "tcp", host: "2001:db8::1", port: 9000, path: "" }],
  ])("reads %s", (text, parts) => {
    expect(feedAddress(text)).toEqual(parts);
  });

  it.each([
    "",
    "in.example.org",
    "https://in.example.org/live",
    "rtmp://in.example.org",
    "rtmps://user:key@in.example.org/live",
    "rtmps://in.example.org/live?key=secret",
    "udp://in.example.org",
    "udp://in.example.org:0",
    "udp://in.example.org:70000",
    "tcp://in.example.org:5000/path",
  ])("takes %j for none", (text) => {
    expect(feedAddress(text)).toBeNull();
  });
});
