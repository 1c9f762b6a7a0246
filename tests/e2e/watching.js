// What the one player of a public page shows and plays, from its first picture to its last. Needs `reading.js`.
(() => {
  const SHARE = 0.75; // a name plate may cover the rest
  const WIDE = 160;
  const HIGH = 90;
  const EVERY_MS = 100;
  const pictures = [];
  const tones = new Set();
  let video = null;
  let ear = null;
  let tone = null;

  /** Every picture that is presented and says something, once. */
  const look = () => {
    const code = readBack.decode(video, SHARE);
    const [mark, ms] = pictures.at(-1) ?? [];
    if (code !== null && (code.mark !== mark || code.ms !== ms)) pictures.push([code.mark, code.ms]);
    video.requestVideoFrameCallback(look);
  };

  const listen = () => {
    const spectrum = new Float32Array(4096);
    ear.getFloatFrequencyData(spectrum);
    const loudest = spectrum.indexOf(Math.max(...spectrum));
    tone = spectrum[loudest] > -60 ? Math.floor((loudest * (48000 / 8192) - 585) / 480) : null;
    if (tone !== null) tones.add(tone);
  };

  const attend = () => {
    video ??= document.querySelector("video");
    if (video === null) return;
    if (ear !== null) return listen();
    const sound = new AudioContext({ sampleRate: 48000 });
    ear = sound.createAnalyser();
    ear.fftSize = 8192;
    ear.smoothingTimeConstant = 0;
    sound.createMediaElementSource(video).connect(ear).connect(sound.destination);
    video.requestVideoFrameCallback(look);
  };
  setInterval(attend, EVERY_MS);

  /** Brightness of what the player holds now, row by row; null while that is nothing. */
  const grey = () => {
    if (video === null || video.readyState < 2) return null;
    const canvas = new OffscreenCanvas(WIDE, HIGH);
    const pen = canvas.getContext("2d");
    pen.imageSmoothingQuality = "high";
    pen.drawImage(video, 0, 0, WIDE, HIGH);
    const pixels = pen.getImageData(0, 0, WIDE, HIGH).data;
    const at = (n) => 0.2126 * pixels[n] + 0.7152 * pixels[n + 1] + 0.0722 * pixels[n + 2];
    return Array.from({ length: WIDE * HIGH }, (_, n) => Math.round(at(4 * n)));
  };

  window.watched = { pictures, tones: () => [...tones], tone: () => tone, grey, player: () => video };
})();
