import { Chip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './panel.module.css';
import { isShown, type Looked, type Shown, shownChoices } from './trouble.ts';

interface ShowChoiceProps {
  looked: readonly Looked[];
  shown: Shown;
  onChange: (shown: Shown) => void;
}

/** Which groups are shown, with how many there are of each. */
export function ShowChoice({ looked, shown, onChange }: ShowChoiceProps) {
  const { t } = useTranslation('runs');
  if (looked.length < 2) return null;
  return (
    <Chip.Group value={shown} onChange={(value) => onChange(value as Shown)}>
      <fieldset className={classes.choice} aria-label={t('show.label')}>
        {shownChoices.map((value) => (
          <Chip key={value} value={value} color={value === 'trouble' ? 'caution' : undefined}>
            {t(`show.${value}`)} ({looked.filter((one) => isShown(one, value)).length})
          </Chip>
        ))}
      </fieldset>
    </Chip.Group>
  );
}
