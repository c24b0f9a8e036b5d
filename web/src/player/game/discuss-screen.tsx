import { IconMessages } from '@tabler/icons-react';
import type { Answer, PlayerChallenge, QuestionView } from '@tutti/client';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../shared/announcer.tsx';
import { CountdownRing } from '../../shared/countdown-ring.tsx';
import { RichText } from '../../shared/rich-text/rich-text.tsx';
import { AnswerChip } from './answer-chip.tsx';
import styles from './discuss-screen.module.css';
import { answerInWords } from './kinds/answer-in-words.ts';
import { spokenBlanks } from './kinds/blanks.ts';

interface DiscussScreenProps {
  challenge: PlayerChallenge;
  question: QuestionView;
  answered: Answer | null;
  locale: string;
}

/** [RVL-3] Between two votes: nobody is told yet what is right. */
export function DiscussScreen({ challenge, question, answered, locale }: DiscussScreenProps) {
  const { t } = useTranslation('rounds');
  const whole = useRef(Math.max(1, challenge.remainingMs() ?? 1));
  const title = t('discuss.title');
  const body = t('discuss.body');
  useEffect(() => announce(`${title} ${body}`), [title, body]);
  const own = answered === null ? null : answerInWords(question, answered);
  return (
    <main className={styles.discuss}>
      <IconMessages size={64} aria-hidden="true" />
      <h1>{title}</h1>
      <p className={styles.body}>{body}</p>
      {challenge.remainingMs() !== null && (
        <CountdownRing challenge={challenge} totalMs={whole.current} size="6rem" />
      )}
      <section className={`card ${styles.question}`} lang={locale}>
        <h2>
          <RichText text={spokenBlanks(question.prompt)} />
        </h2>
        {question.choices.length > 0 && (
          <ul className={styles.choices}>
            {question.choices.map((text, index) => (
              <AnswerChip key={text} index={index} text={text} />
            ))}
          </ul>
        )}
      </section>
      {own && <p className={styles.own}>{t('discuss.yours', { answer: own })}</p>}
    </main>
  );
}
