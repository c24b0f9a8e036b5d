import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import './texts.ts';
import styles from './rich-text.module.css';
import { useScrolls } from './use-scrolls.ts';

type Draw = typeof import('./math.ts').drawMath;

/** Kept once it is here: the next formula stands at once. */
let draw: Draw | null = null;

/** What draws formulas, fetched when the first one comes; null until then, and where it cannot be fetched. */
function useDraw(): Draw | null {
  const [, setReady] = useState(draw !== null);
  useEffect(() => {
    if (draw) return;
    let gone = false;
    import('./math.ts').then(
      ({ drawMath }) => {
        draw = drawMath;
        if (!gone) setReady(true);
      },
      // the formula stays as its author wrote it
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, []);
  return draw;
}

interface FormulaProps {
  tex: string;
  source: string;
  display: boolean;
  /** Inside a button nothing else takes the focus. */
  focusable: boolean;
}

/** A formula, or its source until it can be drawn, or where it is none. */
export function Formula({ tex, source, display, focusable }: FormulaProps) {
  const { t } = useTranslation('rich');
  const place = useRef<HTMLSpanElement>(null);
  const box = useRef<HTMLSpanElement>(null);
  const drawNow = useDraw();
  const [broken, setBroken] = useState<string | null>(null);
  const drawn = drawNow !== null && broken !== tex;
  const scrolls = useScrolls(box) && focusable;

  useLayoutEffect(() => {
    if (!drawn || !place.current) return;
    try {
      drawNow(tex, place.current, display);
    } catch {
      setBroken(tex);
    }
  }, [drawn, drawNow, tex, display]);

  if (!drawn) return <code className={styles.code}>{source}</code>;
  return (
    <span
      ref={box}
      className={display ? styles.display : styles.math}
      translate="no"
      {...(scrolls && { tabIndex: 0, role: 'group', 'aria-label': t('formula') })}
    >
      <span ref={place} />
    </span>
  );
}
