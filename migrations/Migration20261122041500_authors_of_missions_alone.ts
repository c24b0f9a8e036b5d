import { Migration } from '@mikro-orm/migrations';

/** Authors say what learners who work alone need, see and get: kinds, films, minutes, levels, what comes before, rewards, hints. */
export class Migration20261122041500_authors_of_missions_alone extends Migration {
  override up(): void {
    this.addSql(bounds);
    this.addSql(rights);
  }

  override down(): void {
    this.addSql(`
      DROP POLICY write_insert ON mission_prerequisites;
      DROP POLICY write_delete ON mission_prerequisites;
      REVOKE INSERT, DELETE ON mission_prerequisites FROM tutti_app;
      DROP FUNCTION app_may_write_mission(uuid);
      REVOKE INSERT (required_level, xp_reward, coin_reward), UPDATE (required_level, xp_reward, coin_reward) ON missions FROM tutti_app;
      REVOKE INSERT (xp_reward), UPDATE (media, media_id) ON lessons FROM tutti_app;
      REVOKE INSERT (hint_cost, xp_reward), UPDATE (hint_cost) ON questions FROM tutti_app;
      ALTER TABLE missions DROP CONSTRAINT missions_reward_bounds_check, ADD CHECK (xp_reward >= 0), ADD CHECK (coin_reward >= 0);
      ALTER TABLE questions DROP CONSTRAINT questions_hint_cost_check, ADD CHECK (hint_cost BETWEEN 0 AND 1000);
      ALTER TABLE lessons DROP COLUMN estimated_minutes;`);
  }
}

const bounds = `
UPDATE missions SET xp_reward = least(xp_reward, 500), coin_reward = least(coin_reward, 200) WHERE xp_reward > 500 OR coin_reward > 200;
ALTER TABLE missions DROP CONSTRAINT missions_xp_reward_check, DROP CONSTRAINT missions_coin_reward_check,
  ADD CONSTRAINT missions_reward_bounds_check CHECK (xp_reward BETWEEN 0 AND 500 AND coin_reward BETWEEN 0 AND 200);
UPDATE questions SET hint_cost = 100 WHERE hint_cost > 100;
ALTER TABLE questions DROP CONSTRAINT questions_hint_cost_check, ADD CHECK (hint_cost BETWEEN 0 AND 100);
-- about how long it takes; null: not said
ALTER TABLE lessons ADD COLUMN estimated_minutes smallint CHECK (estimated_minutes BETWEEN 1 AND 240);
`;

const rights = `
CREATE FUNCTION app_may_write_mission(p_mission uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM missions m WHERE m.id = p_mission AND m.org_id = app_org_id()
    AND (app_has_permission('missions.write_all') OR (m.author_id = app_user_id() AND app_has_permission('missions.write'))));
END $$;
REVOKE EXECUTE ON FUNCTION app_may_write_mission(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app_may_write_mission(uuid) TO tutti_app;

-- what comes before is of the same organization: others are not seen here
CREATE POLICY write_insert ON mission_prerequisites FOR INSERT TO tutti_app
  WITH CHECK (app_may_write_mission(mission_id) AND EXISTS (SELECT 1 FROM missions b WHERE b.id = requires_mission_id AND b.org_id = (SELECT app_org_id())));
CREATE POLICY write_delete ON mission_prerequisites FOR DELETE TO tutti_app USING (app_may_write_mission(mission_id));
GRANT INSERT, DELETE ON mission_prerequisites TO tutti_app;

GRANT INSERT (required_level, xp_reward, coin_reward), UPDATE (required_level, xp_reward, coin_reward) ON missions TO tutti_app;
GRANT INSERT (estimated_minutes, xp_reward), UPDATE (estimated_minutes, media, media_id) ON lessons TO tutti_app;
GRANT INSERT (hint_cost, xp_reward), UPDATE (hint_cost) ON questions TO tutti_app;
`;
