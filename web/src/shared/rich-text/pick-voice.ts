type Voice = Pick<SpeechSynthesisVoice, 'lang' | 'default' | 'localService'>;

const plain = (tag: string) => tag.toLowerCase().replace('_', '-');
const languageOf = (tag: string) => plain(tag).split('-')[0];

/**
 * A voice that speaks the language; null: none does, and another one would only be funny. Rather one that lives on the device
 * (what a class reads need not leave the room), then the same country, then the one that the device prefers.
 */
export function pickVoice<V extends Voice>(voices: readonly V[], lang: string): V | null {
  const worth = (voice: V) =>
    (voice.localService ? 4 : 0) + (plain(voice.lang) === plain(lang) ? 2 : 0) + (voice.default ? 1 : 0);
  return voices
    .filter((voice) => languageOf(voice.lang) === languageOf(lang))
    .reduce<V | null>((best, voice) => (best === null || worth(voice) > worth(best) ? voice : best), null);
}
