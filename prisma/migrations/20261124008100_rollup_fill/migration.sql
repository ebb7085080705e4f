-- The rows of the running hour, day and week are updated every second. In full pages each update makes new index entries
-- as well; with room in the page it does not (`npx tsx tests/bench/rollups.ts` has what that costs). Applies to pages
-- filled from now on, so that nothing is rewritten here.
ALTER TABLE "usage_hour" SET (fillfactor = 70);
ALTER TABLE "usage_day" SET (fillfactor = 70);
ALTER TABLE "usage_kind" SET (fillfactor = 70);
ALTER TABLE "usage_key_hour" SET (fillfactor = 70);
ALTER TABLE "usage_key_day" SET (fillfactor = 70);
ALTER TABLE "usage_key_week" SET (fillfactor = 70);
