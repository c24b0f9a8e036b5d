import type { Answer, ChallengeView, PlayerChallenge, QuestionView, Stake } from '@tutti/client';
import { type FormEvent, lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../shared/announcer.tsx';
import { plainText } from '../../shared/rich-text/plain-text.ts';
import { QuestionMedia } from '../../shared/rich-text/question-media.tsx';
import { ReadAloud } from '../../shared/rich-text/read-aloud.tsx';
import { RichText } from '../../shared/rich-text/rich-text.tsx';
import { play } from '../../shared/sounds.ts';
import { AnswerBar } from './answer-bar.tsx';
import { Choices } from './choices.tsx';
import { spokenBlanks } from './kinds/blanks.ts';
import { answerIn, decidesByTap, draftOf, firstDraft, isOnlyCounted, positionsIn } from './kinds/drafts.ts';
import { loadedKinds, loadKinds } from './load-kinds.ts';
import { answerTo, toggled } from './picking.ts';
import { QuestionHead } from './question-head.tsx';
import styles from './question-screen.module.css';

const LateKind = lazy(() => loadKinds().then(({ AnswerKind }) => ({ default: AnswerKind })));

interface QuestionScreenProps {
  challenge: PlayerChallenge;
  view: ChallengeView;
  question: QuestionView;
}

export function QuestionScreen({ challenge, view, question }: QuestionScreenProps) {
  const { t } = useTranslation('rounds');
  const given = answerTo(question, view.answer);
  const [AnswerKind] = useState(() => loadedKinds()?.AnswerKind ?? LateKind);
  const [changing, setChanging] = useState(false);
  const [draft, setDraft] = useState<Answer | null>(() =>
    given ? draftOf(question, given.answer) : firstDraft(question),
  );
  const answer = changing ? null : given;
  const isOpen = !view.paused && (!answer || answer.status === 'refused');
  const ready = answerIn(question, draft);
  const asksStake = view.rules.scoring === 'confidence' && question.points > 0 && !isOnlyCounted(question);
  const isByTap = decidesByTap(question) && !asksStake;

  const prompt = spokenBlanks(question.prompt);
  const label = t('question.label', { round: question.round + 1, of: question.of });
  const spoken = [label, question.vote === 2 && t('question.secondVote'), plainText(prompt)]
    .filter(Boolean)
    .join('. ');
  useEffect(() => announce(spoken), [spoken]);
  useAnswerSpoken(answer?.status);

  const send = (wanted: Answer | null, stake?: Stake) => {
    if (!isOpen || wanted === null) return;
    setChanging(false);
    // What becomes of it stands in the view; a refusal is shown from there.
    challenge.answer(wanted, stake ? { stake } : {}).catch(() => undefined);
  };
  const pick = (choice: number) => {
    if (!isOpen) return;
    play('tap');
    const picks = question.pick > 1 ? [...toggled(positionsIn(draft), choice, question.pick)] : [choice];
    setDraft(picks);
    if (isByTap) send(picks);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!asksStake) send(ready);
  };

  return (
    <main className={styles.question}>
      <QuestionHead challenge={challenge} view={view} question={question} label={label} />
      <h1
        className={question.kind === 'fill_blank' ? 'sr-only' : styles.prompt}
        lang={view.locale}
        data-long={question.prompt.length > 120}
      >
        <RichText text={prompt} />
      </h1>
      <ReadAloud text={readable(question)} lang={view.locale} />
      {question.media && question.kind !== 'hotspot' && (
        <QuestionMedia media={question.media} lang={view.locale} />
      )}
      <form className={styles.form} onSubmit={submit}>
        {isPicked(question) ? (
          <Choices
            texts={question.choices}
            locale={view.locale}
            picks={positionsIn(draft)}
            isOpen={isOpen}
            isLocked={answer?.status === 'saved'}
            isScale={question.kind === 'scale'}
            onPick={pick}
          />
        ) : (
          <Suspense>
            <AnswerKind
              question={question}
              locale={view.locale}
              draft={draft}
              isOpen={isOpen}
              onDraft={setDraft}
            />
          </Suspense>
        )}
        <AnswerBar
          answer={answer}
          hint={<PickHint question={question} picked={positionsIn(draft).length} />}
          isByTap={isByTap}
          waits={view.rules.format !== 'self_paced'}
          isReady={isOpen && ready !== null}
          staked={asksStake ? question.points : null}
          onSend={(stake) => send(ready, stake)}
          onChange={view.rules.changeAnswers ? () => setChanging(true) : null}
        />
      </form>
    </main>
  );
}

export const isPicked = ({ kind }: QuestionView) =>
  kind === 'single_choice' ||
  kind === 'multiple_choice' ||
  kind === 'true_false' ||
  kind === 'poll' ||
  kind === 'scale';

/** The prompt and then what one can choose, with a stop after each. */
export const readable = ({ prompt, choices, matches }: QuestionView) =>
  [spokenBlanks(prompt), ...choices, ...matches].join('.\n');

export function PickHint({ question: { kind, pick }, picked }: { question: QuestionView; picked: number }) {
  const { t } = useTranslation('rounds');
  if (pick < 2 || (kind !== 'multiple_choice' && kind !== 'poll')) return null;
  return (
    <span className={styles.hint}>
      <strong>{t(kind === 'poll' ? 'question.pickUpTo' : 'question.pick', { count: pick })}</strong>
      <span>{t('question.picked', { picked, count: pick })}</span>
    </span>
  );
}

function useAnswerSpoken(status: 'sending' | 'saved' | 'refused' | undefined): void {
  const { t } = useTranslation('rounds');
  const saved = t('question.savedSpoken');
  useEffect(() => {
    if (status !== 'saved') return;
    announce(saved);
    play('saved');
  }, [status, saved]);
}
