import type { WrittenQuestion } from '@tutti/client/admin';

export type Polygon = { x: number; y: number }[];

/** The picture with the right places on it. */
export function Areas({
  media,
  areas,
}: {
  media: NonNullable<WrittenQuestion['media']>;
  areas: readonly Polygon[];
}) {
  return (
    <div style={{ position: 'relative', lineHeight: 0, maxWidth: '36rem' }}>
      <img src={`/media/${media.id}`} alt={media.alt} style={{ width: '100%' }} />
      <svg
        viewBox="0 0 100 100"
        preserveAspectRatio="none"
        aria-hidden
        style={{ position: 'absolute', inset: 0, width: '100%', height: '100%' }}
      >
        {areas.map((area, i) => (
          <g
            // biome-ignore lint/suspicious/noArrayIndexKey: an area is its place in the list
            key={i}
            fill="var(--right)"
            fillOpacity="0.35"
            stroke="var(--right)"
            strokeWidth="2"
          >
            <polygon
              points={area.map(({ x, y }) => `${x * 100},${y * 100}`).join(' ')}
              vectorEffect="non-scaling-stroke"
            />
            {area.map(({ x, y }) => (
              <circle key={`${x} ${y}`} cx={x * 100} cy={y * 100} r="1" fillOpacity="1" />
            ))}
          </g>
        ))}
      </svg>
    </div>
  );
}
