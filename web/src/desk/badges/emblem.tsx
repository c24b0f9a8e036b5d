import type { BadgeCategory, BadgeRarity, EarnedBadge } from '@tutti/client/admin';
import classes from './emblem.module.css';

/** Outlines in a box of 100 × 100: how rare a badge is, by its edge. */
const frames: Record<BadgeRarity, string> = {
  common: 'M50 6a44 44 0 1 1 0 88 44 44 0 1 1 0-88Z',
  rare: 'M50 4 90 27v46L50 96 10 73V27Z',
  epic: 'M50.0 4.0 61.9 13.4 77.0 12.8 81.1 27.4 93.7 35.8 88.5 50.0 93.7 64.2 81.1 72.6 77.0 87.2 61.9 86.6 50.0 96.0 38.1 86.6 23.0 87.2 18.9 72.6 6.3 64.2 11.5 50.0 6.3 35.8 18.9 27.4 23.0 12.8 38.1 13.4Z',
  legendary: 'M50 4c14 9 27 11 40 11v31c0 25-16 41-40 50C26 87 10 71 10 46V15c13 0 26-2 40-11Z',
  event: 'M14 8h72a6 6 0 0 1 6 6v58a6 6 0 0 1-6 6H64L50 95 36 78H14a6 6 0 0 1-6-6V14a6 6 0 0 1 6-6Z',
  secret: 'M50 3 97 50 50 97 3 50Z',
};

/** What a badge is about, in the middle of it; drawn as lines in a box of 48 × 48. */
const signs: Record<BadgeCategory, readonly string[]> = {
  learning: ['M24 6a13 13 0 0 0-7 24v5h14v-5a13 13 0 0 0-7-24Z', 'M18 41h12', 'M24 20v8'],
  streaks: ['M8 12h32v28H8Z', 'M8 20h32', 'M16 7v8M32 7v8', 'M15 30l6 5 12-10'],
  mastery: ['M5 40 19 14l9 15 5-8 10 19Z', 'M19 14v-8l9 3-9 4'],
  exploration: ['M24 5a19 19 0 1 1 0 38 19 19 0 1 1 0-38Z', 'm32 16-5 11-11 5 5-11Z'],
  social: [
    'M16 8a6 6 0 1 1 0 12 6 6 0 1 1 0-12Z',
    'M32 8a6 6 0 1 1 0 12 6 6 0 1 1 0-12Z',
    'M6 40V34a10 10 0 0 1 18 0 10 10 0 0 1 18 0v6',
  ],
  events: [
    'M24 15a9 9 0 1 1 0 18 9 9 0 1 1 0-18Z',
    'M24 4v5M24 39v5M4 24h5M39 24h5M10 10l3 3M35 35l3 3M38 10l-3 3M13 35l-3 3',
  ],
  course_completion: ['M12 44V6', 'M12 8h26l-6 8 6 8H12', 'M20 8v16M28 8v16'],
  community: [
    'M6 24 24 8l18 16',
    'M11 22v19h26V22',
    'M24 35c-7-4-7-10-3-10 2 0 3 2 3 2s1-2 3-2c4 0 4 6-3 10Z',
  ],
  special: ['m24 5 6 12 13 2-10 9 3 14-12-7-12 7 3-14-10-9 13-2Z'],
};

interface EmblemProps {
  badge: Pick<EarnedBadge, 'category' | 'rarity' | 'target' | 'unit'>;
  earned?: boolean;
  size?: number;
}

/** The name of the badge beside it says the same to screen readers. On a plate stands how much was asked for, which tells badges of one kind apart. */
export function Emblem({ badge: { category, rarity, target, unit }, earned = true, size = 88 }: EmblemProps) {
  return (
    <svg
      viewBox="0 0 100 112"
      width={size}
      height={size * 1.12}
      className={classes.emblem}
      data-rarity={rarity}
      data-earned={earned}
      aria-hidden="true"
    >
      <path d={frames[rarity]} className={classes.frame} />
      <path
        d={frames[rarity]}
        className={classes.inner}
        transform="translate(50 50) scale(0.84) translate(-50 -50)"
      />
      <g transform="translate(26 24)" className={classes.sign}>
        {signs[category].map((path) => (
          <path key={path} d={path} />
        ))}
      </g>
      {target > 1 && unit !== 'steps' && (
        <g className={classes.plate}>
          <rect x={50 - plateWidth(target) / 2} y="84" width={plateWidth(target)} height="26" rx="13" />
          <text x="50" y="103" textAnchor="middle">
            {target}
          </text>
        </g>
      )}
    </svg>
  );
}

const plateWidth = (target: number): number => 22 + String(target).length * 11;
