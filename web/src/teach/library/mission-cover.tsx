import { shapes } from '../../shared/shapes.ts';
import { planCover, tintOf } from './cover-plan.ts';
import classes from './library.module.css';

export function MissionCover({ slug, topic }: { slug: string; topic: string }) {
  return (
    <svg
      viewBox="0 0 320 120"
      preserveAspectRatio="xMidYMid slice"
      className={classes.cover}
      aria-hidden="true"
      style={{ background: `color-mix(in srgb, var(--choice-${tintOf(topic)}) 18%, var(--surface))` }}
    >
      {planCover(slug).map(({ shape, x, y, size, turn }) => (
        <path
          key={shape}
          d={shapes[shape]!.path}
          fill={`var(--choice-${shape})`}
          stroke={`var(--choice-${shape})`}
          strokeWidth="1.5"
          strokeLinejoin="round"
          transform={`translate(${x} ${y}) rotate(${turn}) scale(${size / 24}) translate(-12 -12)`}
        />
      ))}
    </svg>
  );
}
