# Databricks notebook source
# MAGIC %md
# MAGIC # What is in the shop?
# MAGIC
# MAGIC The orders of a web shop that works without a network are in IndexedDB, in the browsers of those who use it. This notebook reads them
# MAGIC where they are. Before: attach the connector's jar to the cluster, give the cluster a way to an agent, and keep the agent's reader token
# MAGIC as a secret. The page `databricks.md` of the connector's documentation tells how, and on which compute it can work.

# COMMAND ----------

endpoint = "https://agent.shop.example"
token = dbutils.secrets.get(scope="indexeddb", key="reader-token")

# COMMAND ----------

# MAGIC %md
# MAGIC ## Load
# MAGIC
# MAGIC A store is a DataFrame. Its columns and their types come from the values in the browsers.

# COMMAND ----------

orders = spark.read.format("indexeddb").option("endpoint", endpoint).option("token", token).load("shop/orders")
customers = spark.read.format("indexeddb").option("endpoint", endpoint).option("token", token).load("shop/customers")

orders.createOrReplaceTempView("orders")
customers.createOrReplaceTempView("customers")

orders.printSchema()

# COMMAND ----------

# MAGIC %md
# MAGIC ## Ask
# MAGIC
# MAGIC Where do the customers live who buy most?

# COMMAND ----------

# MAGIC %sql
# MAGIC SELECT country, count(*) AS orders, round(sum(total), 2) AS revenue
# MAGIC FROM orders JOIN customers ON orders.customer = customers.id
# MAGIC GROUP BY country
# MAGIC ORDER BY revenue DESC

# COMMAND ----------

# MAGIC %md
# MAGIC How much is still to be paid? The browsers count; only the counts leave them.

# COMMAND ----------

# MAGIC %sql
# MAGIC SELECT paid, count(*) AS orders
# MAGIC FROM orders
# MAGIC GROUP BY paid
# MAGIC ORDER BY paid

# COMMAND ----------

# MAGIC %md
# MAGIC ## Keep
# MAGIC
# MAGIC What was read is a table like any other once it is written, for those who may not ask browsers:
# MAGIC `orders.write.mode("overwrite").saveAsTable("main.shop.orders")`.
# MAGIC
# MAGIC ## Draw
# MAGIC
# MAGIC Revenue per week, and how much of it is still to be paid:

# COMMAND ----------

weeks = spark.sql("""
    SELECT date_trunc('week', placed) AS week,
           sum(CASE WHEN paid THEN total ELSE 0 END) AS paid,
           sum(CASE WHEN paid THEN 0 ELSE total END) AS open
    FROM orders
    GROUP BY week
    ORDER BY week
""").toPandas()

weeks["week"] = weeks["week"].dt.strftime("%d %b")
colors = ["#0b5cad", "#e0a030"]
chart = weeks.plot.bar(x="week", stacked=True, color=colors, width=0.85, figsize=(8, 3.2), rot=45)
chart.set(title="Revenue of the shop per week", xlabel="", ylabel="")
