import { IconPlayerStop, IconVolume } from '@tabler/icons-react';
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import './texts.ts';
import { pickVoice } from './pick-voice.ts';
import { plainText } from './plain-text.ts';
import styles from './read-aloud.module.css';

/** A little slower than people talk: somebody reads along. */
const calmRate = 0.9;

const speech = (): SpeechSynthesis | undefined => globalThis.speechSynthesis;

/** Voices come some time after the page. */
function subscribeToVoices(changed: () => void): () => void {
  speech()?.addEventListener?.('voiceschanged', changed);
  return () => speech()?.removeEventListener?.('voiceschanged', changed);
}
const voiceCount = () => speech()?.getVoices().length ?? 0;

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');

interface ReadAloudProps {
  /** With code and formulas as they are written; they are read as words. */
  text: string;
  lang: string;
}

/** A button that has the browser read the text. It is not there where no voice speaks the language; R presses it. */
export function ReadAloud({ text, lang }: ReadAloudProps) {
  const { t } = useTranslation('rich');
  useSyncExternalStore(subscribeToVoices, voiceCount);
  const [reading, setReading] = useState(false);
  const voice = pickVoice(speech()?.getVoices() ?? [], lang);
  const there = voice !== null;

  const toggle = () => {
    speech()?.cancel();
    if (reading || !voice) return setReading(false);
    const words = new SpeechSynthesisUtterance(plainText(text));
    words.voice = voice;
    words.lang = voice.lang;
    words.rate = calmRate;
    words.onend = () => setReading(false);
    words.onerror = () => setReading(false);
    setReading(true);
    speech()?.speak(words);
  };
  useKeyR(toggle, there);
  const stop = useCallback(() => {
    speech()?.cancel();
    setReading(false);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text ends the reading of this one
  useEffect(() => stop, [stop, text, lang]);

  if (!there) return null;
  const Icon = reading ? IconPlayerStop : IconVolume;
  return (
    <button
      type="button"
      className={styles.button}
      aria-pressed={reading}
      aria-keyshortcuts="R"
      onClick={toggle}
    >
      <Icon aria-hidden="true" />
      {t(reading ? 'read.stop' : 'read.start')}
    </button>
  );
}

function useKeyR(press: () => void, there: boolean): void {
  const latest = useRef(press);
  latest.current = press;
  useEffect(() => {
    if (!there) return;
    const hear = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'r' || event.ctrlKey || event.metaKey || event.altKey || event.repeat)
        return;
      if (isTyping(event.target) || document.querySelector('dialog[open]')) return;
      latest.current();
    };
    addEventListener('keydown', hear);
    return () => removeEventListener('keydown', hear);
  }, [there]);
}
