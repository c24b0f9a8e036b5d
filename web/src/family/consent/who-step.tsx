import { Button } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import accountClasses from '../../desk/account/account.module.css';
import { Door } from '../../desk/account/door.tsx';
import { family } from '../../desk/tutti.ts';
import { FamilyRefusal } from '../family-refusal.tsx';
import { GrownUpFields } from '../grown-up/grown-up-fields.tsx';
import { useGrownUp } from '../grown-up/use-grown-up.ts';
import { ChosenList } from './chosen-list.tsx';
import { sortedScopes } from './sorted-scopes.ts';
import type { AnswerStepProps } from './step.types.ts';

/** The first half of e-mail-plus: who answers. The second mail is the other half. */
export function WhoStep({ token, request, decisions, onBack, onDone }: AnswerStepProps) {
  const { t } = useTranslation('family');
  const grownUp = useGrownUp(request);
  const [working, setWorking] = useState(false);
  const [refusal, setRefusal] = useState<unknown>(null);
  const child = request.child.nickname;

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (!grownUp.fields.check(event.currentTarget)) return;
    setWorking(true);
    setRefusal(null);
    try {
      await family.decide(token, decisions, grownUp.entry);
      onDone('mailed');
    } catch (error) {
      if (!grownUp.fields.showRefusal(error)) setRefusal(error);
      setWorking(false);
    }
  }

  return (
    <Door title={t('grownUp.title')} lead={t('grownUp.lead', { child })} wide>
      <form className={accountClasses.form} onSubmit={submit} noValidate>
        <ChosenList {...sortedScopes(request.scopes, decisions)} />
        <GrownUpFields grownUp={grownUp} child={child} contact={request.contact} />
        {refusal !== null && <FamilyRefusal error={refusal} />}
        <Button type="submit" size="lg" loading={working} mt="xs">
          {t('grownUp.submit')}
        </Button>
        <Button variant="default" size="lg" onClick={onBack}>
          {t('words.back')}
        </Button>
      </form>
    </Door>
  );
}
