import type { PrintedForm } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { relationships } from '../grown-up/relationship-field.tsx';
import { NoticeFacts } from '../notice/direct-notice.tsx';
import { NoticeText } from '../notice/notice-text.tsx';
import { ScopeMeaning } from '../scope-meaning.tsx';
import classes from './form.module.css';

export interface Sheet {
  child: Pick<PrintedForm['child'], 'name' | 'username'>;
  organization: PrintedForm['organization'];
  coordinator: PrintedForm['coordinator'];
  notice: Pick<PrintedForm['notice'], 'version' | 'locale' | 'body'>;
  scopes: readonly Pick<PrintedForm['scopes'][number], 'scope' | 'means'>[];
}

interface ConsentFormSheetProps {
  form: Sheet;
  withNotice: boolean;
}

/** One form, black on white, on A4 or Letter. Several of them print one after the other, each on a new sheet. */
export function ConsentFormSheet({ form, withNotice }: ConsentFormSheetProps) {
  const { t } = useTranslation('family');
  const { child, organization, coordinator, notice, scopes } = form;
  const names = { child: child.name, school: organization.name };
  return (
    <article className={classes.sheet}>
      <h1>{t('form.title')}</h1>
      <dl className={classes.head}>
        <div>
          <dt>{t('form.child')}</dt>
          <dd>{child.name}</dd>
        </div>
        {child.username && (
          <div>
            <dt>{t('form.username')}</dt>
            <dd>{child.username}</dd>
          </div>
        )}
        <div>
          <dt>{t('form.school')}</dt>
          <dd>{organization.name}</dd>
        </div>
      </dl>
      <p>{t('form.asks', names)}</p>
      <section className={classes.facts}>
        <NoticeFacts {...names} coordinator={coordinator} known />
      </section>
      <h2>{t('form.decide')}</h2>
      <table className={classes.decisions}>
        <thead>
          <tr>
            <th scope="col">{t('form.what')}</th>
            <th scope="col">{t('form.yes')}</th>
            <th scope="col">{t('form.no')}</th>
          </tr>
        </thead>
        <tbody>
          {scopes.map(({ scope, means }) => (
            <tr key={scope}>
              <th scope="row">
                <b>{t(`scopes.${scope}.title`)}</b>
                <ScopeMeaning scope={scope} means={means} child={child.name} />
              </th>
              <td>
                <span className={classes.box} />
              </td>
              <td>
                <span className={classes.box} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <section className={classes.signing}>
        <p className={classes.who}>
          <b>{t('form.relationship')}</b>
          {relationships.map((one) => (
            <span key={one}>
              <span className={classes.box} /> {t(`relationship.${one}`)}
            </span>
          ))}
        </p>
        {(['name', 'date', 'signature'] as const).map((line) => (
          <p key={line} className={classes.line}>
            <span>{t(`form.${line}`)}</span>
          </p>
        ))}
        <p className={classes.small}>{t('form.back', names)}</p>
        <p className={classes.small}>{t('form.noticeVersion', { version: notice.version })}</p>
      </section>
      {withNotice && (
        <section className={classes.notice}>
          <h2>{t('notice.title')}</h2>
          <NoticeText body={notice.body} locale={notice.locale} order={3} />
        </section>
      )}
    </article>
  );
}
