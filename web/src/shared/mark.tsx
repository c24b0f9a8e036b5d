import { shapes } from './shapes.ts';

const radius = 35;

/** Six small shapes in a ring: everybody plays. */
export function Mark({ size = 48, className }: { size?: number | string; className?: string }) {
  return (
    <svg viewBox="0 0 100 100" width={size} height={size} className={className} aria-hidden="true">
      {shapes.map(({ name, path }, index) => {
        const angle = (index / shapes.length) * 2 * Math.PI - Math.PI / 2;
        const x = 50 + radius * Math.cos(angle);
        const y = 50 + radius * Math.sin(angle);
        return (
          <path
            key={name}
            d={path}
            fill={`var(--choice-${index})`}
            stroke={`var(--choice-${index})`}
            strokeWidth="1.5"
            strokeLinejoin="round"
            transform={`translate(${x.toFixed(2)} ${y.toFixed(2)}) scale(1.08) translate(-12 -12)`}
          />
        );
      })}
    </svg>
  );
}
