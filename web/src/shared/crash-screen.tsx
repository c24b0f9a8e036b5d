import { Component, type ReactNode } from 'react';
import { Translation } from 'react-i18next';
import { Clai } from './clai.tsx';
import styles from './message-screen.module.css';

/** Stands in for a page that threw; the class itself lives on the server and loses nothing. */
export class CrashScreen extends Component<{ children: ReactNode }, { crashed: boolean }> {
  override state = { crashed: false };

  static getDerivedStateFromError() {
    return { crashed: true };
  }

  override render() {
    if (!this.state.crashed) return this.props.children;
    return (
      <Translation ns="common">
        {(t) => (
          <main className={styles.screen} role="alert">
            <Clai mood="puzzled" />
            <p>{t('crashed')}</p>
            <button type="button" className="button button-primary" onClick={() => location.reload()}>
              {t('reload')}
            </button>
          </main>
        )}
      </Translation>
    );
  }
}
