import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { may, useSignedIn } from '../../desk/account/account.tsx';
import { useClasses } from '../classes/use-classes.ts';
import { classToPlayFor, playFor } from './class-choice.ts';

interface ClassChoice {
  /** Null: for nobody in particular. */
  classId: string | null;
  options: { value: string; label: string }[];
  choose(classId: string): void;
}

/** Of the own classes; at first the one of the last time. */
export function useClassChoice(): ClassChoice {
  const { t } = useTranslation('classes');
  const { me } = useSignedIn();
  const list = useClasses('current', { enabled: may('classes.teach')(me) });
  const [chosen, setChosen] = useState(classToPlayFor);
  const all = list.data?.pages.flatMap((page) => page.items) ?? [];
  return {
    // one that was put away or passed on is no choice any more
    classId: all.some(({ id }) => id === chosen) ? chosen : null,
    options:
      all.length === 0
        ? []
        : [
            { value: '', label: t('choose.none') },
            ...all.map(({ id, name, schoolYear }) => ({
              value: id,
              label: [name, schoolYear].filter(Boolean).join(' · '),
            })),
          ],
    choose(classId) {
      setChosen(classId);
      playFor(classId);
    },
  };
}

export function ChooseClass({ choice: { classId, options, choose } }: { choice: ClassChoice }) {
  const { t } = useTranslation('classes');
  if (options.length === 0) return null;
  return (
    <NativeSelect
      label={t('choose.label')}
      description={t('choose.hint')}
      value={classId ?? ''}
      onChange={({ currentTarget: { value } }) => choose(value)}
      data={options}
    />
  );
}
