import type { Answer, QuestionView } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import { letterOf, markColour } from '../../shared/choice-mark.ts';
import { RichText } from '../../shared/rich-text/rich-text.tsx';
import { Shape } from '../../shared/shape.tsx';
import chip from '../game/answer-chip.module.css';
import { answerInWords } from '../game/kinds/answer-in-words.ts';
import { placeIn, positionsIn } from '../game/kinds/drafts.ts';
import spots from '../game/kinds/hotspot.module.css';
import { Mark } from '../game/kinds/hotspot.tsx';
import '../game/kinds/texts.ts';
import styles from './group-game.module.css';

const percent = (share: number) => Math.round(share * 100);

/** An answer of any kind in a line. */
export function useAnswerWords(): (question: QuestionView, answer: Answer) => string {
  const { t } = useTranslation('kinds');
  return (question, answer) => {
    const place = placeIn(answer);
    if (place) return t('spot.place', { x: percent(place.x), y: percent(place.y) });
    return answerInWords(question, answer);
  };
}

/** An answer as somebody put it on the table: picks as their signs, places on the picture, everything else in words. */
export function GroupAnswerText({ question, answer }: { question: QuestionView; answer: Answer }) {
  const words = useAnswerWords();
  const said = words(question, answer);
  const place = placeIn(answer);
  if (place && question.media)
    return (
      <>
        <span className={styles.spot} aria-hidden="true">
          <img src={`/media/${question.media.id}`} alt="" />
          <Mark at={place} className={spots.pin!} />
        </span>
        <span className="sr-only">{said}</span>
      </>
    );
  if (!isMarked(question))
    return (
      <span className={styles.words}>
        <RichText text={said} inline />
      </span>
    );
  return (
    <>
      <span className="sr-only">
        <RichText text={said} inline />
      </span>
      <span className={styles.marks} aria-hidden="true">
        {positionsIn(answer).map((place) => (
          <span key={place} className={chip.badge} style={markColour(place)}>
            <Shape index={place} size="1.1rem" />
            {letterOf(place)}
          </span>
        ))}
      </span>
    </>
  );
}

const isMarked = ({ kind }: QuestionView) =>
  kind === 'single_choice' ||
  kind === 'multiple_choice' ||
  kind === 'true_false' ||
  kind === 'poll' ||
  kind === 'scale';
