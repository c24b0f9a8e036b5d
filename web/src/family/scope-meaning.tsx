import type { FamilyChildDetail } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';

export type Scope = FamilyChildDetail['consents'][number]['scope'];
type Meaning = FamilyChildDetail['consents'][number]['means'][number];

interface ScopeMeaningProps {
  scope: Scope;
  means: readonly Meaning[];
  child: string;
}

/** What a yes means, and what a no costs. */
export function ScopeMeaning({ scope, means, child }: ScopeMeaningProps) {
  const { t } = useTranslation('family');
  return (
    <>
      <p>{means.map((one) => t(`means.${one}`, { child })).join(' ')}</p>
      <p>{t(`scopes.${scope}.no`, { child })}</p>
    </>
  );
}
