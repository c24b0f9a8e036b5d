import { IconCheck, IconClock, IconCoins, IconHeartBroken, IconMinus, IconX } from '@tabler/icons-react';
import type { QuestionView, Reveal } from '@tutti/client';
import type { GroupMission, GroupReveal, GroupTaskView, GroupView } from '@tutti/client/groups';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { positions } from '../../shared/positions.ts';
import { RichText } from '../../shared/rich-text/rich-text.tsx';
import { play } from '../../shared/sounds.ts';
import { AnswerChip } from '../game/answer-chip.tsx';
import { loadedKinds, loadKinds } from '../game/load-kinds.ts';
import result from '../game/result-screen.module.css';
import { GroupAnswerText } from './group-answer.tsx';
import styles from './group-game.module.css';
import { People, readiness } from './people.tsx';
import { ReadyButton } from './ready-button.tsx';

const LateKey = lazy(() => loadKinds().then(({ KeyOfKind }) => ({ default: KeyOfKind })));

const signs = {
  right: IconCheck,
  partly: IconCheck,
  wrong: IconX,
  counted: IconCheck,
  unmarked: IconClock,
  none: IconMinus,
};

interface RevealScreenProps {
  mission: GroupMission;
  view: GroupView;
  task: GroupTaskView;
  reveal: GroupReveal;
}

/** What was right, and why; what it brought or cost all of them. */
export function RevealScreen({ mission, view, task: { question }, reveal }: RevealScreenProps) {
  const { t } = useTranslation(['group', 'rounds']);
  const [KeyOfKind] = useState(() => loadedKinds()?.KeyOfKind ?? LateKey);
  const { outcome, how, answer, key, explanation } = reveal;
  const Sign = signs[outcome];
  const isMiss = outcome === 'wrong' || outcome === 'none';
  useEffect(() => play(isMiss ? 'wrong' : 'right'), [isMiss]);
  return (
    <main className={`${result.result} ${styles.stage}`} data-outcome={outcome}>
      <div className={result.banner}>
        <span className={result.sign}>
          <Sign aria-hidden="true" />
        </span>
        <div>
          <h1>{t(`rounds:result.${outcome}`)}</h1>
          <p>{t(`reveal.how.${how}`)}</p>
        </div>
      </div>
      {(isMiss || outcome === 'right') && (
        <p className={styles.change} data-miss={isMiss}>
          {isMiss ? <IconHeartBroken aria-hidden="true" /> : <IconCoins aria-hidden="true" />}
          {t(isMiss ? 'reveal.heart' : 'reveal.coin')}
        </p>
      )}
      <div className={styles.sides}>
        <section className={`card ${result.idea}`} lang={view.locale}>
          {isChoice(question) ? (
            <RightChoices question={question} reveal={reveal} />
          ) : (
            <Suspense>
              <KeyOfKind question={question} reveal={asReveal(question, key, explanation)} own={null} />
            </Suspense>
          )}
          {outcome !== 'right' && (
            <p className={styles.yours}>
              {t('reveal.yours')}{' '}
              {answer === null ? (
                t('reveal.nothing')
              ) : (
                <GroupAnswerText question={question} answer={answer} />
              )}
            </p>
          )}
          <h2 className={result.label}>
            {t(outcome === 'right' ? 'rounds:result.why' : 'rounds:result.idea')}
          </h2>
          <p className={result.why}>
            <RichText text={explanation} />
          </p>
        </section>
        <div className={styles.aside}>
          <People view={view} stateOf={readiness} />
          <ReadyButton mission={mission} view={view} label={t('reveal.ready')} />
        </div>
      </div>
    </main>
  );
}

const isChoice = ({ kind }: QuestionView) =>
  kind === 'single_choice' || kind === 'multiple_choice' || kind === 'true_false';

function RightChoices({ question, reveal: { key } }: { question: QuestionView; reveal: GroupReveal }) {
  const { t } = useTranslation('rounds');
  const right = positions(key);
  return (
    <>
      <p className={result.label}>{t('result.answer', { count: right.length })}</p>
      <ul className={result.answers}>
        {right.map((choice) => (
          <AnswerChip key={choice} index={choice} text={question.choices[choice]!} />
        ))}
      </ul>
    </>
  );
}

/** A group has one answer: there is nothing to count. */
function asReveal({ round, of, vote }: QuestionView, key: Reveal['key'], explanation: string): Reveal {
  return {
    round,
    of,
    vote,
    key,
    explanation,
    spread: [],
    given: { texts: [], spots: [] },
    answered: 0,
    right: 0,
    first: null,
  };
}
