// A camera and a microphone that carry who they are and the time: put under the page before it starts, in place of the
// machine's own devices. `tests/e2e/barcode.py` reads what they show, wherever it arrives.
(() => {
  const COLUMNS = 8;
  const ROWS = 5;
  const STEP_MS = 100;
  const STEPS = 12;
  const mark = Number("__MARK__");
  const rate = Number("__RATE__");

  /** 40 bits: 6 of the mark, 26 of the clock in ms, 8 of a check. */
  const bitsAt = (ms) => {
    const value = mark * 2 ** 26 + (ms % 2 ** 26);
    const bytes = [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256);
    bytes.push(bytes.reduce((check, byte) => check ^ byte, 0xa5));
    return bytes.flatMap((byte) => [7, 6, 5, 4, 3, 2, 1, 0].map((bit) => (byte >> bit) & 1));
  };

  const camera = () => {
    const canvas = document.createElement("canvas");
    canvas.width = 640;
    canvas.height = 360;
    const pen = canvas.getContext("2d");
    const wide = canvas.width / COLUMNS;
    const high = canvas.height / ROWS;
    const draw = () => {
      bitsAt(Date.now()).forEach((bit, n) => {
        pen.fillStyle = bit ? "#e8e8e8" : "#202020";
        pen.fillRect((n % COLUMNS) * wide, Math.floor(n / COLUMNS) * high, wide, high);
      });
    };
    draw();
    const track = canvas.captureStream(rate).getVideoTracks()[0];
    const clock = setInterval(() => {
      // A clone may still be sending when its original has stopped, so the clock of this page's life goes on.
      draw();
    }, 1000 / rate);
    window.addEventListener("pagehide", () => clearInterval(clock));
    return track;
  };

  /** A pure tone whose height tells the mark, and in steps of 100 ms the time. */
  const microphone = () => {
    const sound = new AudioContext({ sampleRate: 48000 });
    const tone = sound.createOscillator();
    const quiet = sound.createGain();
    const out = sound.createMediaStreamDestination();
    quiet.gain.value = 0.25;
    tone.connect(quiet).connect(out);
    let planned = Math.ceil(Date.now() / STEP_MS);
    const plan = () => {
      const ahead = Date.now() + 4 * STEP_MS;
      const here = sound.currentTime - Date.now() / 1000;
      for (; planned * STEP_MS < ahead; planned += 1) {
        const due = Math.max(here + (planned * STEP_MS) / 1000, sound.currentTime);
        tone.frequency.setValueAtTime(600 + 480 * mark + 30 * (planned % STEPS), due);
      }
    };
    plan();
    tone.start();
    setInterval(plan, STEP_MS / 2);
    return out.stream.getAudioTracks()[0];
  };

  const devices = navigator.mediaDevices;
  const real = devices.getUserMedia.bind(devices);
  devices.getUserMedia = async (wanted) => {
    // Ask the browser as well: permissions and device names behave as they do for everybody.
    const asked = await real(wanted);
    for (const track of asked.getTracks()) track.stop();
    const tracks = [];
    if (wanted.audio) tracks.push(microphone());
    if (wanted.video) tracks.push(camera());
    return new MediaStream(tracks);
  };
})();
