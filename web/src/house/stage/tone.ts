/** A low double tone, when the door is shut and this device is in the closed chamber. The only sound the room makes. */

const TONES: readonly { readonly at: number; readonly hertz: number }[] = [
  { at: 0, hertz: 196 },
  { at: 0.22, hertz: 147 },
];
const LENGTH_S = 0.18;
const LOUDNESS = 0.12;

export function shutTone(): void {
  const context = new AudioContext();
  const begin = context.currentTime + 0.02;
  const gain = context.createGain();
  gain.gain.value = LOUDNESS;
  gain.connect(context.destination);
  for (const { at, hertz } of TONES) {
    const tone = context.createOscillator();
    tone.frequency.value = hertz;
    tone.connect(gain);
    tone.start(begin + at);
    tone.stop(begin + at + LENGTH_S);
    // The last one ends the context, which would otherwise hold the device's sound open.
    if (at > 0) tone.addEventListener("ended", () => void context.close());
  }
}
