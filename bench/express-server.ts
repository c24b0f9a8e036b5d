/**
 * What the same replies cost on bare Express and pg: the product's own statements, the rows as they come, nobody asked who they
 * are, nothing checked, no log. Signing in compares the password where it stands, as most would write it first.
 */
import { compare } from 'bcryptjs';
import express from 'express';
import jwt from 'jsonwebtoken';
import pg from 'pg';
import { sessionColumns } from '../src/modules/live/session.presenter.ts';

const database = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
const app = express();
app.use(express.json());
const rowsOf = async (name: string, text: string, values: unknown[]) =>
  (await database.query({ name, text, values })).rows;

app.get('/sessions/:id', async (request, response) => {
  const [session] = await rowsOf('session', `SELECT ${sessionColumns} FROM live_sessions s WHERE s.id = $1`, [
    request.params.id,
  ]);
  response.json(session);
});

app.get('/hosts/:id/sessions', async (request, response) => {
  const items = await rowsOf(
    'sessions',
    `SELECT ${sessionColumns} FROM live_sessions s WHERE s.host_id = $1 ORDER BY date_trunc('milliseconds', s.created_at) DESC, s.id DESC LIMIT 26`,
    [request.params.id],
  );
  response.json({ items });
});

app.get('/sessions/:id/report', async (request, response) => {
  const id = [request.params.id];
  const [session] = await rowsOf(
    'report',
    `SELECT ${sessionColumns}, s.snapshot AS plan FROM live_sessions s WHERE s.id = $1`,
    id,
  );
  const rounds = await rowsOf(
    'rounds',
    'SELECT position, answered, correct, mean_ms, spread, texts, first_vote FROM live_rounds WHERE session_id = $1 ORDER BY position',
    id,
  );
  const participants = await rowsOf(
    'participants',
    `SELECT id, nickname, score, correct_count, answered_count, final_rank, joined_in_round, left_in_round, team, kicked_at IS NOT NULL AS kicked
     FROM live_participants WHERE session_id = $1 AND joined_in_round IS NOT NULL ORDER BY final_rank NULLS LAST, joined_at, id`,
    id,
  );
  const answers = await rowsOf(
    'answers',
    'SELECT round, vote, participant_id, answer, outcome, stake, response_ms, points FROM live_answers WHERE session_id = $1',
    id,
  );
  response.json({ session, rounds, participants, answers });
});

app.post('/sign-in', async (request, response) => {
  const { login, password } = request.body as { login: string; password: string };
  const [account] = await rowsOf(
    'account',
    'SELECT u.id, c.password_hash FROM users u JOIN credentials c ON c.user_id = u.id WHERE u.username = $1',
    [login],
  );
  if (!(await compare(password, account.password_hash))) return response.sendStatus(401);
  return response.json({ accessToken: jwt.sign({ sub: account.id }, 'bench', { expiresIn: '15m' }) });
});

app.get('/', (_, response) => response.end());
app.listen(Number(process.env.PORT), '127.0.0.1');
