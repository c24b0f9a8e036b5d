import type { TuttiErrorCode } from '@tutti/client';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Mistake } from '../../../../src/wire/records.ts';
import { codeOf } from '../../shared/code-of.ts';
import { useSentence } from '../../shared/refusal.tsx';
import { AnswerText } from '../../shared/rich-text/answer-text.tsx';
import { RichText } from '../../shared/rich-text/rich-text.tsx';
import { tutti } from '../tutti.ts';
import styles from './mistakes.module.css';

interface MistakesProps {
  token: string;
  /** Given where they are shown at once, without being asked for. */
  title?: string;
}

/** [JOIN-6] What this player missed, with what would have been right; as long as the device has its token. */
export function Mistakes({ token, title }: MistakesProps) {
  const { t } = useTranslation('player');
  const sentence = useSentence();
  const [found, setFound] = useState<Mistake[] | null>(null);
  const [problem, setProblem] = useState<TuttiErrorCode | null>(null);

  async function look() {
    setProblem(null);
    try {
      const body = { resumeToken: token, locale: tutti.locale };
      const { items } = await tutti.request<{ items: Mistake[] }>('POST', '/join/mistakes', {
        body,
        anonymous: true,
      });
      setFound(items);
    } catch (error) {
      setProblem(codeOf(error));
    }
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page opens
  useEffect(() => {
    if (title) void look();
  }, []);

  if (!found && title && !problem) return null;
  if (!found) {
    return (
      <div className={styles.ask}>
        <button type="button" className="button button-plain" onClick={() => void look()}>
          {t('mistakes.look')}
        </button>
        {problem && <p role="alert">{sentence(problem)}</p>}
      </div>
    );
  }
  return (
    <section className="card" aria-label={title ?? t('mistakes.title')}>
      <h2 className={styles.title}>{title ?? t('mistakes.title')}</h2>
      {found.length === 0 && <p role="status">{t('mistakes.none')}</p>}
      <ol className={styles.list}>
        {found.map(({ round, kind, prompt, answer, rightAnswer, explanation }) => (
          <li key={round}>
            <h3>
              <RichText text={prompt} />
            </h3>
            <p>
              {t('mistakes.yours')}: <AnswerText kind={kind} text={answer} />
            </p>
            {rightAnswer !== '' && (
              <p>
                <strong>
                  {t('mistakes.right')}: <RichText text={rightAnswer} />
                </strong>
              </p>
            )}
            <p>
              <RichText text={explanation} />
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}
