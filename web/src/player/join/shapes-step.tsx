import './joining-texts.ts';
import { IconBackspace } from '@tabler/icons-react';
import type { TuttiErrorCode } from '@tutti/client';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../shared/announcer.tsx';
import { choiceColour } from '../../shared/choice-colour.ts';
import { Refusal } from '../../shared/refusal.tsx';
import { Shape } from '../../shared/shape.tsx';
import { useShapeNames } from '../../shared/shape-row.tsx';
import { shapes } from '../../shared/shapes.ts';
import { JoinFrame } from './join-frame.tsx';
import styles from './shapes-step.module.css';

const length = 4;

interface ShapesStepProps {
  /** Why the last row did not let in. */
  code: TuttiErrorCode | null;
  joining: boolean;
  onRow(row: number[]): void;
  onBack(): void;
}

/** [JOIN-7] The row of shapes that only those know who see the big screen. The last tap sends it. */
export function ShapesStep({ code, joining, onRow, onBack }: ShapesStepProps) {
  const { t } = useTranslation('joining');
  const nameOf = useShapeNames();
  const [row, setRow] = useState<number[]>([]);
  const title = useRef<HTMLHeadingElement>(null);

  useEffect(() => title.current?.focus(), []);
  useEffect(() => {
    if (!joining && code) setRow([]);
  }, [joining, code]);

  const tap = (shape: number) => {
    if (joining || row.length >= length) return;
    const next = [...row, shape];
    setRow(next);
    announce(t('row.tapped', { shapes: nameOf(next) }));
    if (next.length === length) onRow(next);
  };
  const takeBack = () => {
    const next = row.slice(0, -1);
    setRow(next);
    announce(t('row.tapped', { shapes: nameOf(next) || t('row.none') }));
  };

  const back = (
    <button type="button" className="button button-quiet" onClick={onBack}>
      {t('row.toName')}
    </button>
  );
  return (
    <JoinFrame corner={back}>
      <div className={styles.step}>
        <h1 ref={title} tabIndex={-1} className={styles.title}>
          {t('row.title')}
        </h1>
        <div className={styles.row}>
          <div
            role="img"
            aria-label={t('row.tapped', { shapes: nameOf(row) || t('row.none') })}
            className={styles.places}
          >
            {Array.from({ length }, (_, place) => {
              const shape = row[place];
              return (
                // biome-ignore lint/suspicious/noArrayIndexKey: the place is what a shape in a row is
                <span key={place} className={styles.place} data-next={place === row.length || undefined}>
                  {shape !== undefined && (
                    <span className={styles.filled} style={choiceColour(shape)}>
                      <Shape index={shape} size="60%" />
                    </span>
                  )}
                </span>
              );
            })}
          </div>
          <button
            type="button"
            className="button button-plain"
            aria-label={t('row.back')}
            title={t('row.back')}
            disabled={row.length === 0 || joining}
            onClick={takeBack}
          >
            <IconBackspace aria-hidden="true" />
          </button>
        </div>
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset lays out its legend in a way of its own */}
        <div role="group" aria-label={t('row.choose')} className={styles.keys}>
          {shapes.map(({ name }, shape) => (
            <button
              key={name}
              type="button"
              className={styles.key}
              style={choiceColour(shape)}
              aria-disabled={joining || undefined}
              onClick={() => tap(shape)}
            >
              <Shape index={shape} size={34} />
              <span>{t(`shape.${name}`)}</span>
            </button>
          ))}
        </div>
        <div className={styles.below}>
          {joining ? (
            <p role="status">{t('row.joining')}</p>
          ) : code === 'join/second-factor-wrong' ? (
            <p role="alert" className={styles.wrong}>
              {t('row.wrong')}
            </p>
          ) : code && code !== 'join/second-factor-required' ? (
            <Refusal code={code} />
          ) : (
            <p>{t('row.hint')}</p>
          )}
        </div>
      </div>
    </JoinFrame>
  );
}
