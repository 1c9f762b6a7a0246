// Put under a page before it starts: notes when each picture of its <video> came on screen, and reads off some of them when
// they were taken. `watchGlass.rows` is what was noted: [instant in ms, media time in s, ms of the code or -1].
(() => {
  const COLUMNS = 8;
  const ROWS = 5;
  const TOP = 0.125;
  const CODED = 0.625;
  const WIDE = 160;
  const HIGH = 90;
  const READ_EVERY_MS = 100;
  const rows = [];
  const canvas = document.createElement("canvas");
  canvas.width = WIDE;
  canvas.height = HIGH;
  const pen = canvas.getContext("2d", { willReadFrequently: true });

  const read = (video) => {
    pen.drawImage(video, 0, 0, WIDE, HIGH);
    const pixels = pen.getImageData(0, 0, WIDE, HIGH).data;
    const bytes = [0, 0, 0, 0, 0];
    for (let n = 0; n < COLUMNS * ROWS; n += 1) {
      const x = Math.floor((((n % COLUMNS) + 0.5) * WIDE) / COLUMNS);
      const y = Math.floor(HIGH * (TOP + ((Math.floor(n / COLUMNS) + 0.5) * CODED) / ROWS));
      let light = 0;
      for (let dx = -2; dx <= 2; dx += 1) for (let dy = -2; dy <= 2; dy += 1) light += pixels[4 * ((y + dy) * WIDE + x + dx)];
      if (light / 25 > 128) bytes[n >> 3] |= 0x80 >> (n & 7);
    }
    const check = bytes.slice(0, 4).reduce((sum, byte) => sum ^ byte, 0xa5);
    if (check !== bytes[4]) return -1;
    return (((bytes[0] * 256 + bytes[1]) * 256 + bytes[2]) * 256 + bytes[3]) % 2 ** 26;
  };

  let wasRead = 0;
  const watch = (video) => {
    const shown = (_now, frame) => {
      const at = Date.now();
      const isTurn = at - wasRead >= READ_EVERY_MS;
      if (isTurn) wasRead = at;
      rows.push([at, frame.mediaTime, isTurn ? read(video) : -1]);
      video.requestVideoFrameCallback(shown);
    };
    video.requestVideoFrameCallback(shown);
  };
  const known = new WeakSet();
  setInterval(() => {
    for (const video of document.querySelectorAll("video")) {
      if (known.has(video)) continue;
      known.add(video);
      watch(video);
    }
  }, 50);
  window.watchGlass = { rows };
})();
