/** Sound of the lobby: how loud the microphone is, and a tone for the loudspeaker. */

/** Root mean square of samples in -1..1, as a share of a 40-step meter from -60 dB to 0 dB. */
export function loudness(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const rms = Math.sqrt(sum / Math.max(samples.length, 1));
  const db = 20 * Math.log10(Math.max(rms, 1e-6));
  return Math.min(1, Math.max(0, (db + 60) / 60));
}

/** Measures a microphone about twelve times a second until stopped. */
export function measure(track: MediaStreamTrack, tell: (level: number) => void): () => void {
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: 1024 });
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    tell(loudness(samples));
  }, 80);
  return () => {
    clearInterval(timer);
    void context.close();
  };
}

/** Plays two soft notes on a loudspeaker; an empty id is the browser's choice. */
export async function playTone(speaker: string): Promise<void> {
  const context: AudioContext & { setSinkId?: (id: string) => Promise<void> } = new AudioContext();
  if (speaker) await context.setSinkId?.(speaker).catch(() => undefined);
  const gain = new GainNode(context, { gain: 0 });
  gain.connect(context.destination);
  const start = context.currentTime + 0.05;
  [440, 660].forEach((frequency, index) => {
    const note = new OscillatorNode(context, { frequency });
    note.connect(gain);
    note.start(start + index * 0.4);
    note.stop(start + index * 0.4 + 0.35);
    gain.gain.setTargetAtTime(0.15, start + index * 0.4, 0.03);
    gain.gain.setTargetAtTime(0, start + index * 0.4 + 0.28, 0.03);
    if (index === 1) note.onended = () => void context.close();
  });
}
