export type ClaiMood = 'glad' | 'puzzled' | 'waiting';

const faces: Record<ClaiMood, { eyes: string; mouth: string; tilt: number }> = {
  glad: { eyes: 'M40 58q5-8 10 0M70 58q5-8 10 0', mouth: 'M48 72q12 10 24 0', tilt: 0 },
  puzzled: { eyes: 'M45 53v7M75 56v4', mouth: 'M50 74q6-5 11 0t11-1', tilt: -5 },
  waiting: { eyes: 'M40 57h10M70 57h10', mouth: 'M54 73h12', tilt: 0 },
};

/** The small robot that appears where something is empty, on its way or wrong, and nowhere else. */
export function Clai({ mood, size = 120 }: { mood: ClaiMood; size?: number | string }) {
  const { eyes, mouth, tilt } = faces[mood];
  return (
    <svg viewBox="0 0 120 120" width={size} height={size} aria-hidden="true" fill="none">
      <ellipse cx="60" cy="114" rx="30" ry="4" fill="var(--sunken)" />
      <path
        d="M42 92h36l4 12a6 6 0 0 1-6 8H44a6 6 0 0 1-6-8Z"
        fill="var(--primary-soft)"
        stroke="var(--text)"
        strokeWidth="3"
        strokeLinejoin="round"
      />
      <path d="M60 98v8m-4-4h8" stroke="var(--primary)" strokeWidth="3" strokeLinecap="round" />
      <g transform={`rotate(${tilt} 60 90)`}>
        <path d="M60 30V18" stroke="var(--text)" strokeWidth="3" />
        <path d="m60 6 6.5 6.5L60 19l-6.5-6.5Z" fill="var(--choice-2)" stroke="var(--text)" strokeWidth="3" />
        <path d="M20 56v14M100 56v14" stroke="var(--text)" strokeWidth="9" strokeLinecap="round" />
        <rect
          x="24"
          y="30"
          width="72"
          height="62"
          rx="22"
          fill="var(--surface)"
          stroke="var(--text)"
          strokeWidth="3"
        />
        <rect x="32" y="42" width="56" height="42" rx="15" fill="var(--primary-soft)" />
        <path d={eyes} stroke="var(--text)" strokeWidth="5" strokeLinecap="round" />
        <path d={mouth} stroke="var(--text)" strokeWidth="3.5" strokeLinecap="round" />
        <circle cx="38" cy="71" r="3.5" fill="var(--choice-0)" opacity=".55" />
        <circle cx="82" cy="71" r="3.5" fill="var(--choice-0)" opacity=".55" />
      </g>
    </svg>
  );
}
