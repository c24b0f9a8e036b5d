import { IconCheck } from '@tabler/icons-react';
import type { QuestionView, Reveal } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import { positions } from '../../shared/positions.ts';
import { RichText } from '../../shared/rich-text/rich-text.tsx';
import { ChoiceMark } from '../choice-mark.tsx';
import classes from './host.module.css';

interface ChoiceSpreadProps {
  question: Pick<QuestionView, 'choices'>;
  spread: readonly number[];
  answered: number;
  reveal: Pick<Reveal, 'key'> | null;
  locale: string;
}

/** The choices with how often each was picked, and at the reveal which of them are right. */
export function ChoiceSpread({ question, spread, answered, reveal, locale }: ChoiceSpreadProps) {
  const { t } = useTranslation('teach');
  return (
    <ul className={classes.choices} aria-label={t(reveal ? 'host.now.spreadAfter' : 'host.now.spread')}>
      {question.choices.map((choice, index) => {
        const count = spread[index] ?? 0;
        const right = reveal !== null && positions(reveal.key).includes(index);
        return (
          <li
            key={choice}
            className={classes.choice}
            data-right={right || undefined}
            data-dim={(reveal && !right) || undefined}
          >
            <span
              className={classes.choiceBar}
              aria-hidden
              style={{ width: `${(count / Math.max(1, answered)) * 100}%` }}
            />
            <ChoiceMark index={index} />
            <span className={classes.choiceText} lang={locale}>
              <RichText text={choice} inline />
            </span>
            {right && (
              <span className={classes.rightMark}>
                <IconCheck size={22} stroke={3} aria-hidden /> {t('host.now.rightMark')}
              </span>
            )}
            <span className={classes.choiceCount}>
              <span aria-hidden>{count}</span>
              <span className={classes.srOnly}>{t('host.now.pickedBy', { count })}</span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}
