import { IconPhotoOff } from '@tabler/icons-react';
import type { Point } from '@tutti/client';
import { type KeyboardEvent, type MouseEvent, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../../shared/announcer.tsx';
import { play } from '../../../shared/sounds.ts';
import type { AnswerProps } from './answer-props.ts';
import { placeIn } from './drafts.ts';
import styles from './hotspot.module.css';
import { placeAfterKey, placeInBox } from './pointing.ts';

const middle: Point = { x: 0.5, y: 0.5 };
const percent = (share: number) => Math.round(share * 100);

/** A place on a picture: by a tap, or by a crosshair that arrow keys move and Enter sets. */
export function Hotspot({ question: { media }, locale, draft, isOpen, onDraft }: AnswerProps) {
  const { t } = useTranslation(['kinds', 'common']);
  const place = placeIn(draft);
  const [cross, setCross] = useState<Point | null>(null);
  const [tries, setTries] = useState(0);
  const [failed, setFailed] = useState(false);
  const [loaded, setLoaded] = useState(false);
  const picture = useRef<HTMLImageElement>(null);
  const hintId = useId();

  const words = ({ x, y }: Point) => t('spot.place', { x: percent(x), y: percent(y) });
  const put = (at: Point) => {
    // before it is there it has another size, and nobody knows what lies where
    if (!isOpen || !loaded) return;
    onDraft(at);
    play('tap');
    announce(t('spot.set', { place: words(at) }));
  };
  // a click without a pointer is a key: it sets the crosshair
  const click = (event: MouseEvent) =>
    put(
      event.detail === 0
        ? (cross ?? place ?? middle)
        : placeInBox(event, picture.current!.getBoundingClientRect()),
    );
  const press = (event: KeyboardEvent) => {
    const next = placeAfterKey(cross ?? place ?? middle, event.key, event.shiftKey);
    if (!next) return;
    event.preventDefault();
    setCross(next);
    announce(words(next));
  };

  if (!media || failed) {
    return (
      <div className={styles.missing} role="status">
        <IconPhotoOff size={40} aria-hidden="true" />
        <p>{t('spot.missing')}</p>
        {media?.alt && <p lang={locale}>{media.alt}</p>}
        {media && (
          <button
            type="button"
            className="button button-plain"
            onClick={() => {
              setTries(tries + 1);
              setFailed(false);
            }}
          >
            {t('common:retry')}
          </button>
        )}
      </div>
    );
  }
  return (
    <div className={styles.hotspot}>
      <p id={hintId} className={styles.hint}>
        {t('spot.hint')} <span className={styles.keys}>{t('spot.keys')}</span>
      </p>
      <div role="application" aria-label={t('spot.picture')} className={styles.box}>
        <button
          type="button"
          className={styles.picture}
          aria-describedby={hintId}
          aria-disabled={!isOpen || !loaded}
          onClick={click}
          onKeyDown={press}
          onBlur={() => setCross(null)}
        >
          <img
            key={tries}
            ref={picture}
            src={`/media/${media.id}`}
            alt={media.alt}
            lang={locale}
            draggable={false}
            onLoad={() => setLoaded(true)}
            onError={() => setFailed(true)}
          />
          {cross && <Mark at={cross} className={styles.cross!} />}
          {place && <Mark at={place} className={styles.pin!} />}
        </button>
      </div>
      <p className={styles.where}>{place ? words(place) : t('spot.none')}</p>
      {media.caption && (
        <p className={styles.hint} lang={locale}>
          {media.caption}
        </p>
      )}
    </div>
  );
}

export function Mark({ at: { x, y }, className }: { at: Point; className: string }) {
  return (
    <span className={className} style={{ left: `${100 * x}%`, top: `${100 * y}%` }} aria-hidden="true" />
  );
}
