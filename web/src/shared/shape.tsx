import { shapes } from './shapes.ts';

/** One of the six marks, in the colour of the text around it. The letter beside it says the same to screen readers. */
export function Shape({
  index,
  size = '1em',
  className,
}: {
  index: number;
  size?: number | string;
  className?: string;
}) {
  return (
    <svg
      viewBox="0 0 24 24"
      width={size}
      height={size}
      className={className}
      fill="currentColor"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={shapes[index % shapes.length]!.path} />
    </svg>
  );
}
