const NOTES_HZ = [660, 880]
const NOTE_S = 0.16
const LOUDNESS = 0.12

let audio: AudioContext | null = null

/** Two short soft tones, made on the spot. */
export function chime(): void {
  audio ??= new AudioContext()
  const start = audio.currentTime
  NOTES_HZ.forEach((hz, index) => tone(audio!, hz, start + index * NOTE_S))
}

function tone(context: AudioContext, hz: number, at: number): void {
  const oscillator = context.createOscillator()
  const volume = context.createGain()
  oscillator.frequency.value = hz
  volume.gain.setValueAtTime(LOUDNESS, at)
  volume.gain.exponentialRampToValueAtTime(0.001, at + NOTE_S * 2)
  oscillator.connect(volume).connect(context.destination)
  oscillator.start(at)
  oscillator.stop(at + NOTE_S * 2)
}
