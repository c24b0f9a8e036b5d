import type { Polygon } from '@tutti/client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './results.module.css';
import type { Shown } from './shown.ts';

/** A picture with the places to which the class pointed, and at the reveal the right areas. */
export function Spots({ question, reveal, given, lang }: Shown) {
  const { t } = useTranslation('stage');
  const [isMissing, setMissing] = useState(false);
  const { media } = question;
  const spots = given?.spots ?? [];
  if (media?.kind !== 'image') return null;
  if (isMissing)
    return (
      <p className={styles.quiet} role="status">
        {t('spots.missing')} <span lang={lang}>{media.alt}</span>
      </p>
    );
  return (
    <figure className={styles.picture}>
      <div className={styles.frame}>
        <img src={`/media/${media.id}`} alt={media.alt} lang={lang} onError={() => setMissing(true)} />
        {reveal && (
          <svg className={styles.areas} viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
            {areasOf(reveal.key).map((area) => (
              <polygon key={pointsOf(area)} points={pointsOf(area)} />
            ))}
          </svg>
        )}
        {spots.map(({ x, y }, index) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: two may point at the same place
            key={index}
            className={styles.spot}
            style={{ left: `${100 * x}%`, top: `${100 * y}%` }}
            aria-hidden="true"
          />
        ))}
      </div>
      {given && (
        <figcaption className={styles.srOnly}>{t('spots.count', { count: spots.length })}</figcaption>
      )}
    </figure>
  );
}

const areasOf = (key: unknown): readonly Polygon[] =>
  key !== null && typeof key === 'object' && 'areas' in key ? (key.areas as Polygon[]) : [];

const pointsOf = (area: Polygon) => area.map(({ x, y }) => `${x},${y}`).join(' ');
