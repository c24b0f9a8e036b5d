import type { SessionReport } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { usePercent } from '../../desk/percent.ts';
import classes from './report.module.css';
import { sentenceOf } from './sentence.ts';

/** What the class can do and what it should look at again, before any number. */
export function SentenceLine({ glance }: { glance: SessionReport['glance'] }) {
  const { t } = useTranslation('teach');
  const percent = usePercent();
  const found = sentenceOf(glance);
  const text = () => {
    switch (found.form) {
      case 'nobodyCame':
      case 'nobodyAnswered':
        return t(`report.sentence.${found.form}`);
      case 'overall':
        return t('report.sentence.overall', {
          who: t(`report.quantity.${found.who}`),
          percent: percent(found.share),
        });
      case 'oneIdea':
        return t('report.sentence.oneIdea', { who: t(`report.quantity.${found.who}`), idea: found.idea });
      case 'evenIdeas':
        return t('report.sentence.evenIdeas', {
          who: t(`report.quantity.${found.who}`),
          idea: found.idea,
          lessIdea: found.lessIdea,
        });
      case 'twoIdeas':
        return t('report.sentence.twoIdeas', {
          who: t(`report.quantity.${found.who}`),
          idea: found.idea,
          lessWho: t(`report.quantityInside.${found.lessWho}`),
          lessIdea: found.lessIdea,
        });
    }
  };
  return <p className={classes.sentence}>{text()}</p>;
}
