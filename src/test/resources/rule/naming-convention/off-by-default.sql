CREATE TABLE "User" (id bigint);
