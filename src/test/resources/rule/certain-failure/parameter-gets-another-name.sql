-- file: V1__tax.sql
CREATE FUNCTION tax(amount numeric) RETURNS numeric LANGUAGE sql AS $$ SELECT amount * 0.2 $$;
-- file: V2__tax.sql
-- expect certain-failure: the parameter amount of public.tax cannot change its name
CREATE OR REPLACE FUNCTION tax(total numeric) RETURNS numeric LANGUAGE sql AS $$ SELECT total * 0.2 $$;
