import type { Point, Polygon, QuestionView } from '@tutti/client';
import { type CSSProperties, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './results.module.css';
import type { Shown } from './shown.ts';

/** The picture of a question with the places to which the class pointed, and at the reveal the right areas. */
export function Spots({ question: { media }, reveal, given, lang }: Shown) {
  const { t } = useTranslation('stage');
  const spots = given?.spots ?? [];
  return (
    media && (
      <Places
        media={media}
        areas={areasOf(reveal?.key)}
        spots={spots}
        caption={given && t('spots.count', { count: spots.length })}
        lang={lang}
      />
    )
  );
}

interface PlacesProps {
  media: NonNullable<QuestionView['media']>;
  areas: readonly Polygon[];
  spots: readonly Point[];
  /** Says in words what the dots show; null: nothing is known of them. */
  caption: string | null;
  lang?: string | undefined;
}

export function Places({ media, areas, spots, caption, lang }: PlacesProps) {
  const { t } = useTranslation('stage');
  const [isMissing, setMissing] = useState(false);
  const [own, setOwn] = useState<{ width: number; height: number } | null>(null);
  if (media.kind !== 'image') return null;
  if (isMissing)
    return (
      <p className={styles.quiet} role="status">
        {t('spots.missing')} <span lang={lang}>{media.alt}</span>
      </p>
    );
  return (
    <figure className={styles.picture}>
      <div className={styles.frame}>
        <img
          src={`/media/${media.id}`}
          alt={media.alt}
          lang={lang}
          style={
            own
              ? ({ '--own-width': `${own.width}px`, '--ratio': own.width / own.height } as CSSProperties)
              : undefined
          }
          onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
            setOwn({ width: naturalWidth, height: naturalHeight })
          }
          onError={() => setMissing(true)}
        />
        {areas.length > 0 && (
          <svg className={styles.areas} viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
            {areas.map((area) => (
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
      {caption !== null && <figcaption className={styles.srOnly}>{caption}</figcaption>}
    </figure>
  );
}

const areasOf = (key: unknown): readonly Polygon[] =>
  key !== null && typeof key === 'object' && 'areas' in key ? (key.areas as Polygon[]) : [];

const pointsOf = (area: Polygon) => area.map(({ x, y }) => `${x},${y}`).join(' ');
