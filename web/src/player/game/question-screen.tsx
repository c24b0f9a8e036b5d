import type { ChallengeView, PlayerChallenge, QuestionView } from '@tutti/client';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../shared/announcer.tsx';
import { CountdownRing } from '../../shared/countdown-ring.tsx';
import { positions } from '../../shared/positions.ts';
import { plainText } from '../../shared/rich-text/plain-text.ts';
import { ReadAloud } from '../../shared/rich-text/read-aloud.tsx';
import { RichText } from '../../shared/rich-text/rich-text.tsx';
import { play } from '../../shared/sounds.ts';
import { AnswerBar } from './answer-bar.tsx';
import { Choices } from './choices.tsx';
import { answerTo, toggled } from './picking.ts';
import styles from './question-screen.module.css';

interface QuestionScreenProps {
  challenge: PlayerChallenge;
  view: ChallengeView;
  question: QuestionView;
}

export function QuestionScreen({ challenge, view, question }: QuestionScreenProps) {
  const { t } = useTranslation('player');
  const [picks, setPicks] = useState<readonly number[]>([]);
  const answer = answerTo(question, view.answer);
  const isOpen = !view.paused && (!answer || answer.status === 'refused');
  const label = t('question.label', { round: question.round + 1, of: question.of });

  const spoken = plainText(question.prompt);
  useEffect(() => announce(`${label}. ${spoken}`), [label, spoken]);
  useAnswerSpoken(answer?.status);

  // What becomes of it stands in the view; a refusal is shown from there.
  const send = (choices: readonly number[]) => void challenge.answer([...choices]).catch(() => undefined);

  const pick = (choice: number) => {
    if (!isOpen) return;
    play('tap');
    if (question.pick > 1) setPicks(toggled(picks, choice, question.pick));
    else send([choice]);
  };

  return (
    <main className={styles.question}>
      <div className={styles.head}>
        <div className={styles.facts}>
          <p>{label}</p>
          {question.points !== 1 && (
            <p className={styles.worth}>
              {t(question.points === 2 ? 'question.double' : 'question.practice')}
            </p>
          )}
        </div>
        <CountdownRing challenge={challenge} totalMs={question.timeLimitMs} size="4.5rem" spoken />
      </div>
      <h1 className={styles.prompt} lang={view.locale} data-long={question.prompt.length > 120}>
        <RichText text={question.prompt} />
      </h1>
      <ReadAloud text={readable(question)} lang={view.locale} />
      <Choices
        texts={question.choices}
        locale={view.locale}
        picks={answer && answer.status !== 'refused' ? positions(answer.answer) : picks}
        isOpen={isOpen}
        isLocked={answer?.status === 'saved'}
        onPick={pick}
      />
      <AnswerBar
        answer={answer}
        pick={question.pick}
        picked={picks.length}
        isOpen={isOpen}
        onSend={() => send(picks)}
      />
    </main>
  );
}

/** The prompt and then what one can choose, with a stop after each. */
const readable = ({ prompt, choices }: QuestionView) => [prompt, ...choices].join('.\n');

function useAnswerSpoken(status: 'sending' | 'saved' | 'refused' | undefined): void {
  const { t } = useTranslation('player');
  const saved = t('question.savedSpoken');
  useEffect(() => {
    if (status !== 'saved') return;
    announce(saved);
    play('saved');
  }, [status, saved]);
}
